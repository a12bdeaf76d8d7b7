#!/usr/bin/env bats
# Names and letterheads in scripts of Asia: on paper with the fonts that there are, on web pages, in the terminal.
load clinic

japanese='渡辺 さくら子'
hindi='श्रीमती क्षितिज्ञा त्रिपाठी'

has_fonts() {
  command -v fc-list > /dev/null || skip "fontconfig is not installed"
  for language in ja hi; do
    [ -n "$(fc-list ":lang=$language" family)" ] || skip "no font for the language $language is installed"
  done
}

people() {
  sinew examples
  sinew assess --all
  printf 'name: %s\n' "$japanese" > identity
  sinew patient edit EX-PAIRS --identity identity
  printf 'name: %s\n' "$hindi" > identity
  sinew patient edit EX-SIDE --identity identity
  cat > head.lua <<'END'
return { name = "東京整形外科リハビリテーションクリニック", address = { "〒160-0023 東京都新宿区西新宿二丁目八番一号" },
  opening = "腰の痛みがある方のための運動です。痛みが強くなったら、すぐに中止して、当院までご連絡ください。無理をしないで、毎日少しずつ続けましょう。この文は紙の端で折り返さなければなりません。",
  closing = "धीरे-धीरे करें। यदि दर्द पाँच से अधिक हो जाए तो रुकें।" }
END
}

@test "on paper: every sign has a glyph, lines end at the margin, the same bytes twice" {
  has_fonts
  people
  for patient in EX-PAIRS EX-SIDE; do
    sinew export $patient --draft --letterhead head.lua -o $patient.pdf
    expect 0 "$patient.pdf written" # no note of characters without a font
    "$SINEW" export pdf $patient --draft --letterhead head.lua | cmp - $patient.pdf
    pdffonts $patient.pdf | awk 'NR > 2 && !/ yes (yes|no)  *yes / { bad = 1 } END { exit bad || NR < 4 }'
  done
  text=$(pdftotext EX-PAIRS.pdf - | tr -d '\n')
  [[ $text == *東京整形外科リハビリテーションクリニック*"$japanese"*腰の痛みがある方のための運動です。*折り返さなければなりません。* ]]
  [ "$(pdftotext -layout EX-PAIRS.pdf - | grep -c 腰の痛み.*折り返さ)" -eq 0 ] # the sentence takes more than one line
  pdftotext -bbox EX-PAIRS.pdf boxes.html
  awk -F'"' '/<word/ && ($2 < 40 || $6 > 595.3 - 40) { bad = 1 } END { exit bad }' boxes.html
}

@test "on a web page and as JSON the texts are what was typed" {
  people
  sinew export EX-PAIRS --draft --letterhead head.lua -o page.html
  grep -q "$japanese" page.html
  grep -q '東京整形外科リハビリテーションクリニック' page.html
  sinew export EX-SIDE --draft --letterhead head.lua -o page.html
  grep -q "$hindi" page.html
  sinew export markdown EX-SIDE --draft
  [[ $output == *"$hindi"* ]]
}

@test "in the terminal: no line is wider than the screen, columns stay columns" {
  people
  sinew export text EX-PAIRS --draft --letterhead head.lua
  [ "$(LC_ALL=C.UTF-8 wc -L <<< "$output")" -le 80 ]
  [[ ${output//$'\n'/} == *腰の痛みがある方のための運動です。*続けましょう。* ]]
  [[ $output != *$'\n'、* && $output != *$'\n'。* ]] # a closing sign begins no line
  sinew patient show EX-PAIRS
  [[ $output == *$'\n  name      '"$japanese"$'\n'* ]]
  run --separate-stderr "$SINEW" find <<< 渡
  [[ $output == "EX-PAIRS "*"$japanese" ]]
  run --separate-stderr "$SINEW" find <<< क्षितिज्ञा
  [[ $output == "EX-SIDE "*"$hindi" ]]
}

@test "a mark below a line of wide signs stands below the mistake" {
  printf 'return { name = "東京整形外科", addres = { "x" } }\n' > bad.lua
  sinew examples
  sinew assess EX-PAIRS
  sinew export html EX-PAIRS --draft --letterhead bad.lua
  [ "$status" -eq 3 ] || [ "$status" -eq 4 ]
  [[ $stderr == *$'addres = { "x" } }\n    |                                 ^~~~~~'* ]] || { echo "$stderr"; return 1; }
}
