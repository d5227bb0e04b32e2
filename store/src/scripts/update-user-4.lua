-- Changes what is known of a user, and says how they are now.
--
-- KEYS  1 connections   2 active   3 presence   4 rooms
-- ARGV  1 connection id ("" for none)   2 what becomes of it: "active", "idle" or "gone"   3 what is known of it, as JSON
--       4 whether the user says that they are away: "1" or "0"; "" where they say nothing
--       5 now, in ms since 1970
--       6 "all" to return the rooms even where they were told
-- Returns {version, state ("online", "away" or "offline"), lastSeen in ms,
--         away ("1" while the user says so), {rooms that may not know of it}}
--
-- A version is the time of the change by the clock of Redis, in microseconds, and more than the last one. So it grows
-- even where the last was lost, and rooms which remember that still take the new one.

local connection, becomes = ARGV[1], ARGV[2]
if becomes == "gone" then
  redis.call("HDEL", KEYS[1], connection)
  redis.call("SREM", KEYS[2], connection)
elseif connection ~= "" then
  redis.call("HSET", KEYS[1], connection, ARGV[3])
  redis.call(becomes == "active" and "SADD" or "SREM", KEYS[2], connection)
end
if ARGV[4] ~= "" then
  redis.call("HSET", KEYS[3], "away", ARGV[4])
end

local known = redis.call("HMGET", KEYS[3], "version", "state", "lastSeen", "away", "told")
local version, last_seen = known[1], known[3] or ARGV[5]
local state = "offline"
if redis.call("EXISTS", KEYS[1]) == 1 then
  local is_active = redis.call("EXISTS", KEYS[2]) == 1
  state = is_active and known[4] ~= "1" and "online" or "away"
end

if state ~= (known[2] or "offline") then
  local time = redis.call("TIME")
  version = string.format("%.0f", math.max(tonumber(version or 0) + 1, time[1] * 1e6 + time[2]))
  if state == "offline" then
    last_seen = ARGV[5]
  end
  redis.call("HSET", KEYS[3], "version", version, "state", state, "lastSeen", last_seen)
end

local rooms = {}
if version and (version ~= known[5] or ARGV[6] == "all") then
  rooms = redis.call("SMEMBERS", KEYS[4])
end
return { version or "0", state, last_seen, known[4] or "0", rooms }
