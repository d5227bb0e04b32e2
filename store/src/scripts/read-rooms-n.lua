-- The rooms of users, and how far they have read each.
--
-- KEYS  of each user: 1 rooms   2 read
-- Returns of each user {{rooms}, {the mark of each, or nil}}

local replies = {}
for user = 1, #KEYS / 2 do
  local rooms, marks = redis.call("SMEMBERS", KEYS[2 * user - 1]), {}
  for index, room in ipairs(rooms) do
    marks[index] = redis.call("HGET", KEYS[2 * user], room)
  end
  replies[user] = { rooms, marks }
end
return replies
