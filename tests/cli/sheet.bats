#!/usr/bin/env bats
# The figures of the exercises on one sheet.
load clinic

@test "all figures come as SVG, PDF and PNG, the same bytes every time" {
  sinew catalog sheet -o sheet.svg
  [ "$status" -eq 0 ]
  [[ $output =~ ^[0-9]+\ figures:\ sheet.svg$ ]]
  [ "$(grep -c '' sheet.svg)" -gt 5000 ]
  grep -q '>Single-leg bridge</text>' sheet.svg
  sinew catalog sheet --output sheet.pdf
  [ "$(head -c 5 sheet.pdf)" = '%PDF-' ]
  sinew catalog sheet bridge plank -o one.png
  [ "$output" = '2 figures: one.png' ]
  sinew catalog sheet bridge plank -o two.png
  cmp one.png two.png
  sinew catalog sheet -o again.pdf
  cmp sheet.pdf again.pdf
}

@test "without a file one figure is printed, for the left side when asked" {
  sinew catalog sheet clamshell
  [ "$status" -eq 0 ]
  [[ ${lines[0]} == '<svg '* ]]
  [[ $output == *'>right</text>'* ]]
  sinew catalog sheet clamshell --left
  [[ $output == *'>left</text>'* ]]
}

@test "unknown exercises and endings are told" {
  sinew catalog sheet brigde
  expect 3 '' "sinew: EXERCISE: unknown exercise 'brigde' (did you mean 'bridge'?)"
  sinew catalog sheet -o sheet.gif
  expect 2 '' 'sinew: --output: the file must end with .svg, .png or .pdf'
  mkdir sheet.png
  sinew catalog sheet -o sheet.png
  [ "$status" -eq 7 ]
}

@test "a pack's own exercise is drawn, and a wrong figure in it is told at its place" {
  mkdir packs
  pack() {
    cat > packs/ours.lua <<PACK
return pack {
  id = "ours", version = "1.0.0", title = "Ours", author = "The clinic", reviewed = "2026-11-01", needs_engine = "1.0",
  population = { age = { 18, 65 } },
  exercise { id = "our_bridge", name = "Our bridge", purpose = "strengthen", domain = "strength", dose = "reps", level = 1,
    position = "supine", muscles = { gluteus_maximus = 0.6 }, equipment = {}, tags = {},
    setup = "Lie down.", movement = "Lift.", breathing = "Breathe.", mistakes = "None.", stop = "Stop.",
    figure = { start = "$1", finish = "hip 0 6.4" }, source = "convention" },
  rule { id = "r", title = "T", side = each, when = low("gluteus_maximus"), strengthen = "gluteus_maximus",
    cite = { "convention" }, evidence = "limited", say = "T." },
}
PACK
  }
  pack 'lean -90, hip 0 6.4, foot 24 0, on back'
  sinew --pack packs/ours.lua catalog sheet our_bridge
  [ "$status" -eq 0 ]
  [[ $output == *'>Our bridge</text>'* ]]
  pack 'lean -90, hip 0 6.4, right knea 20'
  sinew rules check packs/ours.lua
  [ "$status" -eq 4 ]
  [[ $stderr$output == *"packs/ours.lua:"*"has an unknown word 'knea' (did you mean 'knee'?)"* ]] || { echo "$output$stderr" >&2; false; }
}
