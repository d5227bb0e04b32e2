-- Ends a membership. A private room ends with its last one: nobody could be invited any more.
--
-- KEYS  1 meta   2 members   3 names   4 log   5 removed   6 banned
-- ARGV  1 user id   2 the user's entry in the names
-- Returns "left", "stranger" of who was no member, or "needed" of who owns a private room with others in it.

if redis.call("SISMEMBER", KEYS[2], ARGV[1]) == 0 then
  return "stranger"
end
local meta = redis.call("HMGET", KEYS[1], "kind", "owner")
local is_private = meta[1] == "private"
local is_last = redis.call("SCARD", KEYS[2]) == 1
if is_private and meta[2] == ARGV[1] and not is_last then
  return "needed"
end
redis.call("SREM", KEYS[2], ARGV[1])
redis.call("ZREM", KEYS[3], ARGV[2])
if is_private and is_last then
  redis.call("DEL", unpack(KEYS))
elseif meta[1] then
  redis.call("HINCRBY", KEYS[1], "exits", 1)
end
return "left"
