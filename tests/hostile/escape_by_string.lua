-- expect: attempt to index a string value
-- The string library is not behind texts.
local s = ("x"):rep(1e9)
