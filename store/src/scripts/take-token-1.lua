-- Takes a token of a bucket that fills steadily, or only looks.
--
-- KEYS  1 bucket (hash: tokens, at; gone once it is full)
-- ARGV  1 burst   2 tokens per second   3 now, in ms   4 tokens to take (0 to look)
-- Returns 0 if there was a token, else in how many ms there will be one.

local burst, perSecond, now, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local known = redis.call("HMGET", KEYS[1], "tokens", "at")
local at = math.max(tonumber(known[2] or now), now)
local waited = at - tonumber(known[2] or now)
local tokens = math.min(burst, tonumber(known[1] or burst) + waited * perSecond / 1000)

-- What is missing, to the microsecond: below that it is an error of rounding.
local missing = (1 - tokens) / perSecond * 1000
if missing > 0.001 then
  return math.ceil(missing - 0.001)
end
if cost > 0 then
  redis.call("HSET", KEYS[1], "tokens", math.max(0, tokens - cost), "at", string.format("%.0f", at))
  redis.call("PEXPIRE", KEYS[1], math.ceil(burst / perSecond * 1000))
end
return 0
