-- Who is in a room: what changed since the reader looked, where the room still knows that; else everybody.
--
-- KEYS  1 online   2 presence
-- ARGV  1 place of the last change that the reader knows ("" for none)   2 how many people to list at most
--       3 "all" to list everybody rather than what changed
-- Returns {place of the last change ("" for none), how many are online, lost, kind, list}
--       lost is 1 where Redis no longer has what the reader knows, and did not trim it: it lost its data, or a part of it
--       kind "count": too many to list; list is empty
--       kind "all": list is {user id, "<state>:<name>", user id, ...}; where something was lost, ahead of those who are there
--       some who went since, as "offline:": of others who are missing nothing is known
--       kind "changes": list is the entries of the presence after the place
--
-- A place is "<origin> <entry id>": a presence that was lost and begun again has another origin.

local function origin_of(entry)
  return entry and entry[2][8]
end

local count = redis.call("HLEN", KEYS[1])
local last = redis.call("XREVRANGE", KEYS[2], "+", "-", "COUNT", 1)[1]
local place = last and origin_of(last) .. " " .. last[1] or ""

local changes, lost = nil, 0
if ARGV[1] ~= "" then
  local origin, id = string.match(ARGV[1], "^(%d+) (.+)$")
  local entries = redis.call("XRANGE", KEYS[2], id, "+")
  if origin_of(entries[1]) == origin and entries[1][1] == id then
    changes = entries
    table.remove(changes, 1)
  else
    local first = redis.call("XRANGE", KEYS[2], "-", "+", "COUNT", 1)[1]
    local is_trimmed = origin_of(first) == origin and entries[1] and entries[1][1] == first[1]
    lost = is_trimmed and 0 or 1
  end
end

if count > tonumber(ARGV[2]) then
  return { place, count, lost, "count", {} }
elseif changes and ARGV[3] ~= "all" then
  return { place, count, lost, "changes", changes }
end
local list = {}
for _, entry in ipairs(lost == 1 and redis.call("XRANGE", KEYS[2], "-", "+") or {}) do
  if entry[2][4] == "offline:" then
    table.insert(list, entry[2][2])
    table.insert(list, entry[2][4])
  end
end
for _, item in ipairs(redis.call("HGETALL", KEYS[1])) do
  table.insert(list, item)
end
return { place, count, lost, "all", list }
