-- Removes consumers that hold no entry: one by name, and those that nobody has heard of for long. To remove a consumer
-- that holds entries would lose them.
--
-- KEYS  1 stream
-- ARGV  1 group   2 name of a consumer to remove ("" for none)   3 how long the others were silent, in ms
-- Returns how many were removed.

local removed = 0
for _, facts in ipairs(redis.call("XINFO", "CONSUMERS", KEYS[1], ARGV[1])) do
  local consumer = {}
  for index = 1, #facts, 2 do
    consumer[facts[index]] = facts[index + 1]
  end
  if consumer.pending == 0 and (consumer.name == ARGV[2] or consumer.idle > tonumber(ARGV[3])) then
    redis.call("XGROUP", "DELCONSUMER", KEYS[1], ARGV[1], consumer.name)
    removed = removed + 1
  end
end
return removed
