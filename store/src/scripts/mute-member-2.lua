-- Says until when a member may not speak: at the word of the owner of that moment, who always may.
--
-- KEYS  1 meta   2 members
-- ARGV  1 the owner who does that   2 user id   3 until when, in ms since 1970 (0 to end it)
-- Returns "done", "not_owner", "owner" of the owner themself, or "stranger" of who is not in the room: whose mute is only ended.

local owner = redis.call("HGET", KEYS[1], "owner")
if owner ~= ARGV[1] then
  return "not_owner"
elseif owner == ARGV[2] then
  return "owner"
end
local is_in = redis.call("SISMEMBER", KEYS[2], ARGV[2]) == 1
if ARGV[3] == "0" then
  redis.call("HDEL", KEYS[1], "muted:" .. ARGV[2])
elseif is_in then
  redis.call("HSET", KEYS[1], "muted:" .. ARGV[2], ARGV[3])
end
return is_in and "done" or "stranger"
