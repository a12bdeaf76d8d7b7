#!/usr/bin/env bats
# Whose pages they are: letterhead, logo, colour, sentences of the clinic.
load clinic

judged() {
  sinew import "$root/data/examples/examples.ndjson"
  sinew assess EX-PAIRS EX-STOP
  # a PNG image of 1 x 1 dots
  printf '%s' iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGPgyp4DAAG4ARkVZIXFAAAAAElFTkSuQmCC | base64 -d > logo.png
  cat > head.lua <<'END'
return { name = "Harbour <b>Physio</b>", address = { "Quay 1", "12345 Harbour" }, phone = "+00 1 234",
  emergency = "112", color = "#0a5c6b", logo = "logo.png", closing = "Ask us.",
  words = { handout_title = "Your plan" } }
END
}

@test "a page carries the letterhead, as text and as markup of its own only" {
  judged
  for format in text markdown html pdf; do
    sinew export $format EX-PAIRS --draft --letterhead head.lua -o page.$format
    [ "$status" -eq 0 ]
  done
  pdftotext page.pdf page.fromPdf
  for file in page.text page.html page.fromPdf; do
    grep -q 'Your plan' $file
    grep -q 'Quay 1, 12345 Harbour' $file
    grep -q 'Call 112 or go to a hospital' $file
    grep -q 'Ask us.' $file
  done
  grep -q 'Harbour &lt;b&gt;Physio' page.html
  grep -q '<img src="data:image/png;base64,iVBORw0KGgo' page.html
  grep -q ':root{--accent:#0a5c6b}' page.html
  cp head.lua letterhead.lua # beside the database: for every page
  sinew export html EX-PAIRS --draft
  [[ $output == *'Your plan'* ]]
}

@test "mistakes of a letterhead come at once, placed, with the nearest name" {
  judged
  cat > bad.lua <<'END'
return {
  name = "Clinic",
  adress = { "Quay 1" },
  color = "teal",
  words = { per_week_many = "often" },
}
END
  sinew export html EX-PAIRS --draft --letterhead bad.lua
  [ "$status" -eq 3 ]
  [[ $stderr == *"bad.lua:3:3: error: field 'adress' is not known here (did you mean 'address'?)"* ]]
  [[ $stderr == *"bad.lua:4:3: error: field 'color' must be like #0a5c6b, not 'teal'"* ]]
  [[ $stderr == *"bad.lua:5:3: error: field 'words' is wrong: sentence 'per_week_many' must say {n}"* ]]
  [[ $stderr == *'sinew: bad.lua: 3 mistakes in the letterhead' ]]
}

@test "a logo is a small PNG or SVG; a PDF says that it takes no SVG; no file is half written" {
  judged
  echo 'no image' > logo.png
  sinew export html EX-PAIRS --draft --letterhead head.lua -o page.html
  expect 3 '' 'sinew: logo.png: is neither PNG nor SVG: a logo is one of them'
  [ ! -e page.html ]
  echo '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>' > logo.png
  sinew export pdf EX-PAIRS --draft --letterhead head.lua -o page.pdf
  expect 0 'page.pdf written' 'note: the logo is left out: a PDF takes a PNG file, SVG serves web pages'
  head -c 2000000 /dev/zero > logo.png
  sinew export html EX-PAIRS --draft --letterhead head.lua
  expect 5 '' 'sinew: ./logo.png: is larger than 1024 KiB'
  sinew export html EX-PAIRS --draft --letterhead none.lua
  [ "$status" -eq 7 ]
}
