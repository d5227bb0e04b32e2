-- Changes what is known of users, and says how they are now.
--
-- KEYS  of each user: 1 connections   2 active   3 presence   4 rooms
-- ARGV  of each user, in the same order:
--       1 connection id ("" for none)   2 what becomes of it: "active", "idle" or "gone"   3 what is known of it, as JSON
--       4 whether the user says that they are away: "1" or "0"; "" where they say nothing
--       5 now, in ms since 1970
--       6 "all" to return the rooms even where they were told
-- Returns of each user {version, state ("online", "away" or "offline"), lastSeen in ms,
--         away ("1" while the user says so), {rooms that may not know of it}}
--
-- A version is the time of the change by the clock of Redis, in microseconds, and more than the last one. So it grows
-- even where the last was lost, and rooms which remember that still take the new one.

local KEYS_EACH, ARGUMENTS_EACH = 4, 6

local function update(connections, active, presence, rooms, connection, becomes, details, away, now, which)
  if becomes == "gone" then
    redis.call("HDEL", connections, connection)
    redis.call("SREM", active, connection)
  elseif connection ~= "" then
    redis.call("HSET", connections, connection, details)
    redis.call(becomes == "active" and "SADD" or "SREM", active, connection)
  end
  if away ~= "" then
    redis.call("HSET", presence, "away", away)
  end

  local known = redis.call("HMGET", presence, "version", "state", "lastSeen", "away", "told")
  local version, last_seen = known[1], known[3] or now
  local state = "offline"
  if redis.call("EXISTS", connections) == 1 then
    local is_active = redis.call("EXISTS", active) == 1
    state = is_active and known[4] ~= "1" and "online" or "away"
  end

  if state ~= (known[2] or "offline") then
    local time = redis.call("TIME")
    version = string.format("%.0f", math.max(tonumber(version or 0) + 1, time[1] * 1e6 + time[2]))
    if state == "offline" then
      last_seen = now
    end
    redis.call("HSET", presence, "version", version, "state", state, "lastSeen", last_seen)
  end

  local untold = {}
  if version and (version ~= known[5] or which == "all") then
    untold = redis.call("SMEMBERS", rooms)
  end
  return { version or "0", state, last_seen, known[4] or "0", untold }
end

local replies = {}
for user = 0, #KEYS / KEYS_EACH - 1 do
  local keys, arguments = user * KEYS_EACH, user * ARGUMENTS_EACH
  local connections, active, presence, rooms = unpack(KEYS, keys + 1, keys + KEYS_EACH)
  replies[user + 1] = update(connections, active, presence, rooms, unpack(ARGV, arguments + 1, arguments + ARGUMENTS_EACH))
end
return replies
