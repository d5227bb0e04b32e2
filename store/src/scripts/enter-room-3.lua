-- Makes the room if it is not there, and users members of it.
--
-- KEYS  1 meta   2 log   3 members
-- ARGV  1 epoch of the room if it is made now   2 kind   3 title   4 owner
--       5, 6 user id and the title that this user sees ("" for the room's own); and so on in pairs
-- Returns 1 if the room was made, else 0.

local made = redis.call("HSETNX", KEYS[1], "epoch", ARGV[1])
if made == 1 then
  redis.call("DEL", KEYS[2])
  local lineage = string.match(redis.call("INFO", "replication"), "master_replid:(%x+)")
  redis.call("HSET", KEYS[1], "lineage", lineage, "seq", 0, "kind", ARGV[2], "title", ARGV[3], "owner", ARGV[4])
end
for i = 5, #ARGV, 2 do
  redis.call("SADD", KEYS[3], ARGV[i])
  if ARGV[i + 1] ~= "" then
    redis.call("HSET", KEYS[1], "title:" .. ARGV[i], ARGV[i + 1])
  end
end
return made
