-- expect: 3: variable 'x' got a non-closable value
-- To-be-closed variables need a metatable, and there is none to be had.
do local x <close> = {} end
