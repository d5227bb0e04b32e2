-- Moves the mark of how far a user has read a room: forward within an epoch, and into another one.
--
-- KEYS  1 read (of the user)
-- ARGV  1 room   2 mark: <epoch>:<seq>:<texts>
-- Returns the mark that stands.

local function parse(mark)
  local epoch, seq = string.match(mark, "^(.*):(%d+):%d+$")
  return epoch, tonumber(seq)
end

local known = redis.call("HGET", KEYS[1], ARGV[1])
if known then
  local known_epoch, known_seq = parse(known)
  local epoch, seq = parse(ARGV[2])
  if epoch == known_epoch and seq <= known_seq then
    return known
  end
end
redis.call("HSET", KEYS[1], ARGV[1], ARGV[2])
return ARGV[2]
