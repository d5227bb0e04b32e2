-- Tells a room how a user is, unless the room knows something newer: updates may arrive in any order. Whoever is not a
-- member leaves no trace, whatever is told: the word that they left may have been lost.
--
-- KEYS  1 online   2 presence-versions   3 members   4 presence
-- ARGV  1 user id   2 name   3 version ("" for "left")
--       4 state: "online", "away", "offline", or "left" of somebody who is no longer a member
--       5 when last seen, in ms
-- Returns 1 if that is news to the room, else 0.

-- Who is behind by more changes than this, and than there are people, reads the list instead.
local KEPT_AT_LEAST = 100

local user, state = ARGV[1], ARGV[4]
local is_member = redis.call("SISMEMBER", KEYS[3], user) == 1
local before, now = redis.call("HGET", KEYS[1], user), false

if is_member then
  local known = redis.call("HGET", KEYS[2], user)
  if state == "left" or (known and tonumber(string.match(known, "^%d+")) >= tonumber(ARGV[3])) then
    return 0
  end
  if state ~= "offline" then
    now = state .. ":" .. ARGV[2]
  end
  redis.call("HSET", KEYS[2], user, ARGV[3] .. ":" .. ARGV[5])
else
  redis.call("HDEL", KEYS[2], user)
end
if now == before then
  return 0
end

if now then
  redis.call("HSET", KEYS[1], user, now)
else
  redis.call("HDEL", KEYS[1], user)
end
if redis.call("EXISTS", KEYS[3]) == 0 then
  redis.call("DEL", KEYS[1], KEYS[2], KEYS[4])
  return 1
end

local last, time = redis.call("XREVRANGE", KEYS[4], "+", "-", "COUNT", 1)[1], redis.call("TIME")
local origin = last and last[2][8] or string.format("%.0f", time[1] * 1e6 + time[2])
local kept = math.max(KEPT_AT_LEAST, redis.call("HLEN", KEYS[1]))
local change = { "user", user, "state", now or "offline:", "at", ARGV[5], "origin", origin }
redis.call("XADD", KEYS[4], "MAXLEN", "~", kept, "*", unpack(change))
return 1
