-- expect: 3:1: unknown word 'setmetatable'
-- No finalizers, no proxies.
setmetatable({}, { __gc = function() while true do end end })
