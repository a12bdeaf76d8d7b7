-- expect: stopped after 20000000 steps
-- Millions of mistakes.
for i = 1, 100000000 do
  low("no_such_muscle")
end
