-- Renews the lease of a replica, by the clock of Redis: those of two replicas may be minutes apart.
--
-- KEYS  1 leases   2 sweeps   3 generation   4 beats   5 standings
-- ARGV  1 replica id   2 length of the lease, in ms   3 end of the lease that the replica holds ("" for none)
--       4 the generation as the replica knows it   5 the next one, where none has begun or that one is over
--       6 how the replica stands, as JSON
-- Returns {end of the new lease, held, generation, {how the others stand whose lease holds}}. held is 1 if the lease was
-- there until now and nobody sweeps the replica; else 0: whatever was registered under it may be gone. Another generation:
-- everything is gone, or what came last.

-- A replica that was frozen for longer has its data taken for lost when it goes on.
local BEATS_KEPT_MS = 24 * 60 * 60 * 1000

local time = redis.call("TIME")
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local known = redis.call("ZSCORE", KEYS[1], ARGV[1])
local held = known and tonumber(known) == tonumber(ARGV[3]) and not redis.call("ZSCORE", KEYS[2], ARGV[1])
-- More than the last one, or a lease that came in between could look like it.
local ends = math.max(now + ARGV[2], tonumber(known or 0) + 1)
redis.call("ZADD", KEYS[1], ends, ARGV[1])

-- Nobody but the replica itself changes what it beat last: data without that is older than what it was told.
local last_beat = tonumber(redis.call("ZSCORE", KEYS[4], ARGV[1]) or 0)
local is_older = ARGV[3] ~= "" and last_beat < tonumber(ARGV[3])
if is_older and redis.call("GET", KEYS[3]) == ARGV[4] then
  redis.call("SET", KEYS[3], ARGV[5])
end
redis.call("ZREMRANGEBYSCORE", KEYS[4], "-inf", now - BEATS_KEPT_MS)
redis.call("ZADD", KEYS[4], ends, ARGV[1])
redis.call("SETNX", KEYS[3], ARGV[5])

local others = {}
local standings = redis.call("HGETALL", KEYS[5])
for field = 1, #standings, 2 do
  local replica = standings[field]
  if tonumber(redis.call("ZSCORE", KEYS[1], replica) or 0) <= now then
    redis.call("HDEL", KEYS[5], replica)
  elseif replica ~= ARGV[1] then
    others[#others + 1] = standings[field + 1]
  end
end
redis.call("HSET", KEYS[5], ARGV[1], ARGV[6])
redis.call("PEXPIRE", KEYS[5], ARGV[2])
return { string.format("%.0f", ends), held and 1 or 0, redis.call("GET", KEYS[3]), others }
