-- Makes users members of a room, all of them or none.
--
-- KEYS  1 meta   2 log   3 members   4 names   5 banned   6 removed
-- ARGV  1 epoch of the room if it is made now   2 kind   3 title   4 owner
--       5 the door: "open" (there already; a private room lets in members only), "made" (as open, and made where it is
--         not there), "new" (made now or not at all), "invited" (there already, private or not) or "lost" (made where it
--         is not there, private or not)
--       6 "look" to change nothing: only a refusal is told then
--       7, 8, 9 user id, entry in the names ("" where the name is not known), and the title that this user sees
--         ("" for the room's own); and so on in threes
-- Returns {"conflict"} | {"not_found"} | {"banned"} | {"private"}
--       | {"entered", kind and title of the room, its head as a mark (<epoch>:<seq>:<texts>), ids of those who were not
--         members before ...}

local door = ARGV[5]
local known = redis.call("HMGET", KEYS[1], "epoch", "kind", "title")
local exists, kind, title = known[1] ~= false, known[2] or ARGV[2], known[3] or ARGV[3]
if exists and door == "new" then
  return { "conflict" }
elseif not exists and (door == "open" or door == "invited") then
  return { "not_found" }
end

-- Somebody may have taken the id of a private room, for a public one, before those came who know what it was: that one
-- ends with all that was made of it, and those who got in are in no more.
local is_taken = exists and door == "lost" and kind == "public" and ARGV[2] == "private"
if is_taken then
  exists, kind, title = false, ARGV[2], ARGV[3]
end

local strangers = {}
for i = 7, #ARGV, 3 do
  if is_taken or redis.call("SISMEMBER", KEYS[3], ARGV[i]) == 0 then
    strangers[#strangers + 1] = ARGV[i]
    if exists and redis.call("HEXISTS", KEYS[5], ARGV[i]) == 1 then
      return { "banned" }
    elseif exists and kind == "private" and (door == "open" or door == "made") then
      return { "private" }
    end
  end
end

if ARGV[6] == "look" then
  return { "entered", kind, title }
end

if is_taken then
  redis.call("DEL", KEYS[3], KEYS[4])
end
if not exists then
  redis.call("DEL", KEYS[1], KEYS[2], KEYS[5], KEYS[6])
  local lineage = string.match(redis.call("INFO", "replication"), "master_replid:(%x+)")
  local meta = { "epoch", ARGV[1], "lineage", lineage, "seq", 0, "kind", ARGV[2], "title", ARGV[3], "owner", ARGV[4] }
  redis.call("HSET", KEYS[1], unpack(meta))
end
for i = 7, #ARGV, 3 do
  redis.call("SADD", KEYS[3], ARGV[i])
  if ARGV[i + 1] ~= "" then
    redis.call("ZADD", KEYS[4], 0, ARGV[i + 1])
  end
  if ARGV[i + 2] ~= "" then
    redis.call("HSET", KEYS[1], "title:" .. ARGV[i], ARGV[i + 2])
  end
end
local head = redis.call("HMGET", KEYS[1], "epoch", "seq", "texts")
local mark = head[1] .. ":" .. head[2] .. ":" .. (head[3] or 0)
return { "entered", kind, title, mark, unpack(strangers) }
