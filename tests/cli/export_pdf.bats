#!/usr/bin/env bats
# Documents on paper: what stands on the pages, their size, fonts, structure, and the same bytes every time.
load clinic

approved() {
  sinew import "$root/data/examples/examples.ndjson"
  sinew assess EX-PAIRS EX-STOP
  sinew approve EX-PAIRS --as 'Kim Doe'
  [ "$status" -eq 0 ]
}

@test "a handout as PDF: what the patient needs, in order; A4 and Letter, fonts embedded, tagged, dated by the record" {
  approved
  sinew export pdf EX-PAIRS -o page.pdf
  expect 0 'page.pdf written'
  pdftotext page.pdf - | tr '\n' ' ' > text
  [[ $(< text) == *'Your exercise program'*'When to stop'*'Your week'*'A. Half-kneeling hip-flexor stretch'*'left side: 3 times 8, right side: 2 times 8'*'Tick sheet'*'Code of this sheet: EX-PAIRS/1'* ]]
  [[ $(< text) != *DRAFT* && $(< text) != *Certainty* ]]
  pdfinfo page.pdf > info
  grep -q '^Title: *Your exercise program$' info
  grep -q '^Tagged: *yes$' info
  grep -q '^Page size: .*(A4)$' info
  TZ=UTC pdfinfo page.pdf | grep -q '^CreationDate: *Fri Nov 20 00:00:00 2026'
  pdffonts page.pdf | awk 'NR > 2 && !/ yes (yes|no)  *yes / { bad = 1 } END { exit bad || NR < 3 }'
  pdfinfo -struct page.pdf | awk '$1 == "H2" { h++ } $1 == "Table" { t++ } END { exit !(h >= 5 && t >= 2) }'
  sinew export pdf EX-PAIRS --paper letter -o letter.pdf
  pdfinfo letter.pdf | grep -q '^Page size: .*(letter)$'
  sinew export pdf EX-PAIRS --paper legal
  expect 2 '' "sinew: --paper: 'legal' is none of a4, letter"
}

@test "the same record gives the same bytes, whatever the clock; - is standard output" {
  approved
  sinew export pdf EX-PAIRS -o one.pdf
  SOURCE_DATE_EPOCH=1893456000 "$SINEW" export pdf EX-PAIRS -o - | cmp - one.pdf
}

@test "a draft is marked on every page; large type takes more of them; no exercise is cut" {
  approved
  sinew export pdf EX-PAIRS --draft --document report -o report.pdf
  sinew export pdf EX-STOP --document referral -o letter.pdf
  pdftotext letter.pdf - | grep -q 'round-the-clock MRI'
  sinew assess EX-PAIRS
  sinew export pdf EX-PAIRS --draft -o draft.pdf
  pages=$(pdfinfo draft.pdf | awk '/^Pages/ { print $2 }')
  for ((page = 1; page <= pages; page++)); do pdftotext -f $page -l $page draft.pdf - | grep -q DRAFT; done
  sinew export pdf EX-PAIRS --draft --large -o large.pdf
  [ "$(pdfinfo large.pdf | awk '/^Pages/ { print $2 }')" -gt "$pages" ]
  for file in draft large; do # each exercise begins with how much and ends with what to take care of
    pdftotext -layout $file.pdf - | awk 'BEGIN { RS = "\f" }
      { gsub(/How much to run/, ""); begun = gsub(/How much/, "\&"); if (begun != gsub(/Take care/, "&")) bad = 1; all += begun }
      END { exit bad || all != 5 }'
  done
}

@test "names in every script stay text; characters without a font are named" {
  approved
  { printf 'name: <b>&"\x27 Ωμέγα Привет مرحبا שלום '; head -c 90 /dev/zero | tr '\0' x; printf ' end\n'; } > identity
  sinew patient edit EX-PAIRS --identity identity
  [ "$status" -eq 0 ]
  sinew export pdf EX-PAIRS -o page.pdf
  [ "$status" -eq 0 ]
  pdftotext page.pdf - > text
  grep -q 'Ωμέγα Привет' text
  grep -q '<b>&"' text
  [ "$(grep -o x text | wc -l)" -ge 90 ]
  printf 'name: \xf0\x92\x80\x80\n' > identity # cuneiform
  sinew patient edit EX-PAIRS --identity identity
  sinew export pdf EX-PAIRS -o page.pdf
  [ "$status" -eq 0 ]
  [[ $stderr == 'note: no font has these characters, boxes stand for them: U+12000' ]] || [ -z "$stderr" ]
}

@test "without the library that draws, nothing but PDF is lost" {
  approved
  cp "$SINEW" sinew
  run --separate-stderr ./sinew export pdf EX-PAIRS
  expect 7 '' 'sinew: sinew-paint.so: is not there, so nothing can be drawn: it lies beside the program or in lib/sinew'
  run --separate-stderr ./sinew export html EX-PAIRS
  [ "$status" -eq 0 ]
}

@test "export all: a file for each patient, who has none is named, the others go on" {
  approved
  sinew assess --all
  mkdir out
  sinew export all html -o out
  [ "$status" -eq 1 ]
  [ "$output" = '3 files written to out' ]
  [ "$(ls out)" = $'EX-CLEAR.html\nEX-PAIRS.html\nEX-STOP.html' ]
  [[ $stderr == *'EX-SIDE has no approved program: sinew approve EX-SIDE'*'sinew: 2 of 5 patients have no such page' ]]
  "$SINEW" export html EX-PAIRS | cmp - out/EX-PAIRS.html
  sinew export all pdf --draft -o out
  expect 0 '5 files written to out'
  sinew export all html
  expect 2 '' 'sinew: --output: name the folder for the files: -o FOLDER'
  sinew export all text --draft -o new
  expect 0 "5 files written to the new folder new"
  [ "$(stat -c %a new)" = 700 ]
  sinew export all html --draft -o no/where
  expect 7 "" "sinew: no/where: No such file or directory"
  sinew export all html --draft -o new/EX-PAIRS.txt
  expect 7 "" "sinew: new/EX-PAIRS.txt: Not a directory"
}

@test "the ending of the file tells the format, where none is named" {
  approved
  for ending in pdf html md txt json fhir.json ics ndjson csv; do
    sinew export EX-PAIRS -o page.$ending
    expect 0 "page.$ending written"
  done
  "$SINEW" export fhir EX-PAIRS | cmp - page.fhir.json
  "$SINEW" export json EX-PAIRS | cmp - page.json
  "$SINEW" export measures EX-PAIRS | cmp - page.csv
  sinew export markdown EX-PAIRS -o page.html # who names one is taken at the word
  [[ $(head -n 1 page.html) == '# '* ]]
  sinew export EX-PAIRS
  expect 2 '' "sinew: name the format before the patient, or a file whose ending tells it (-o EX-PAIRS.html): there are $("$SINEW" export x y 2>&1 | sed 's/.*there are //')"
  sinew export EX-PAIRS -o page.htm
  [ "$status" -eq 2 ]
  [[ $stderr == "sinew: --output: the ending of 'page.htm' is that of no format: name one before the patient, of measures, "* ]]
  sinew export html
  [ "$status" -eq 2 ]
  [[ $stderr == 'sinew: missing PATIENT; usage: export [FORMAT] PATIENT '* ]]
}
