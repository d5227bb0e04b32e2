-- Gives a room another title or owner.
--
-- KEYS  1 meta   2 members
-- ARGV  1 the owner who does that   2 title ("" for no other)   3 the next owner ("" for no other), a member, who may speak
--         from then on
-- Returns "changed", "not_owner", or "stranger" where the next owner is not in the room.

if redis.call("HGET", KEYS[1], "owner") ~= ARGV[1] then
  return "not_owner"
elseif ARGV[3] ~= "" and redis.call("SISMEMBER", KEYS[2], ARGV[3]) == 0 then
  return "stranger"
end
if ARGV[2] ~= "" then
  redis.call("HSET", KEYS[1], "title", ARGV[2])
end
if ARGV[3] ~= "" then
  redis.call("HSET", KEYS[1], "owner", ARGV[3])
  redis.call("HDEL", KEYS[1], "muted:" .. ARGV[3])
end
return "changed"
