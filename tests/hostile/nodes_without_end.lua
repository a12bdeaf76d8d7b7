-- expect: stopped after 20000000 steps
-- Millions of conditions.
for i = 1, 100000000 do
  low("gluteus_medius")
end
