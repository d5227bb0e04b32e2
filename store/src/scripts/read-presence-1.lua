-- Who is online in a room: everybody, or some of them where they are many.
--
-- KEYS  1 online
-- ARGV  1 how many to list at most
-- Returns {how many are online, {user id, name, user id, name, ...}}

local count = redis.call("HLEN", KEYS[1])
if count <= tonumber(ARGV[1]) then
  return { count, redis.call("HGETALL", KEYS[1]) }
end
return { count, redis.call("HRANDFIELD", KEYS[1], ARGV[1], "WITHVALUES") }
