-- expect: 2:19: any takes a condition made of rule words, not 'gluteus_medius'
local one = any { "gluteus_medius" }
local two = all { 5, {}, function() end, true }
local three = low(low)
local four = rule(7)
local five = pack("me")
