-- expect: 1: the file must return its pack
-- A long text between the items makes the buffer grow while an item is at hand.
local between = "0123456789"
for i = 1, 8 do between = between .. between end
local text = table.concat({ "a", "b", "c", "d" }, between)
text = table.concat({ text, text, text }, between)
