-- expect: 4:36: a condition is made of more than 2000 words
-- Few nodes that stand for a million million: each one twice in the next.
local node = low("gluteus_medius")
for i = 1, 40 do            node = all { node, node } end
