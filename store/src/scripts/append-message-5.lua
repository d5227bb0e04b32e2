-- Appends a message to the log of a room, once; an edit or a removal only where it changes a text of the same user.
--
-- KEYS  1 meta   2 log   3 members   4 sent (of this user and clientMessageId)   5 removed
-- ARGV  1 user id ("" where no membership is asked for)   2 body   3 how long a retry is known, in ms
--       4 length of the history   5 age of the history, in ms
--       6 the room's next epoch, where another server, or the same one started again, may lack the last entries; else ""
--       7 kind   8 target ("" for a text)   9 clientMessageId of the target ("" where it is not known)
-- Returns {"not_found"} | {"forbidden"} | {"no_target"} | {"not_yours"} | {"removed"} | {"appended", epoch, seq}
--       | {"muted", until when, in ms since 1970, and how many ms that is from now}
--       | {"duplicate", epoch, seq, body of then, or nil where it was trimmed, 1 where its words were removed since}

-- Entries that one append looks at where the first is too old: enough to outpace the appends.
local TRIM_AT_MOST = 16

local meta = redis.call("HMGET", KEYS[1], "epoch", "seq", "texts", "muted:" .. ARGV[1], "spoke:" .. ARGV[1])
local epoch, seq, texts, muted = meta[1], tonumber(meta[2]), tonumber(meta[3] or 0), tonumber(meta[4] or 0)

local function entry_at(place)
  return redis.call("XRANGE", KEYS[2], place .. "-0", place .. "-0")[1]
end

local function first_entries(count)
  return redis.call("XRANGE", KEYS[2], "-", "+", "COUNT", count)
end

-- A server that took over may lack what others were told, and would give its seqs to other messages: the epoch ends.
local function begin_epoch_of_successor()
  local lineage = string.match(redis.call("INFO", "replication"), "master_replid:(%x+)")
  if redis.call("HGET", KEYS[1], "lineage") ~= lineage then
    epoch = ARGV[6]
    local begun = string.format("%.0f:%.0f", seq, texts)
    redis.call("HSET", KEYS[1], "epoch", epoch, "lineage", lineage, "begun", begun)
  end
end

-- Whether an entry is what was sent now, as it came from this user under this clientMessageId.
local function is_same(entry)
  local known, new = cjson.decode(entry[2][4]), cjson.decode(ARGV[2])
  return known.clientMessageId == new.clientMessageId and known.user.id == new.user.id
end

-- The answer to a retry, by the "<epoch>:<seq>" that was given then; nil where an earlier epoch knew it, and it may be lost.
local function answer_of_then(sent)
  local sent_epoch, sent_seq = string.match(sent, "^(.*):(%d+)$")
  local entry = entry_at(sent_seq)
  if sent_epoch ~= epoch and not (entry and is_same(entry)) then
    return nil
  end
  local body = entry and entry[2][4]
  local is_removed = body and redis.call("ZSCORE", KEYS[5], cjson.decode(body).target or sent_seq)
  return { "duplicate", epoch, tonumber(sent_seq), body or false, is_removed and 1 }
end

local function refusal_of_change()
  local entry = entry_at(ARGV[8])
  local target, change = entry and cjson.decode(entry[2][4]), cjson.decode(ARGV[2])
  if not target or target.kind ~= "text" or (ARGV[9] ~= "" and ARGV[9] ~= target.clientMessageId) then
    return { "no_target" }
  elseif target.user.id ~= change.user.id then
    return { "not_yours" }
  elseif redis.call("ZSCORE", KEYS[5], ARGV[8]) then
    return { "removed" }
  end
end

-- The place that the user's last entries in a row come after: who had read up to there, has read them, too.
local function run_comes_after()
  local run_epoch, after, last = string.match(meta[5] or "", "^(.*):(%d+):(%d+):%d+$")
  local goes_on = run_epoch == epoch and tonumber(last) == seq
  return goes_on and after or string.format("%.0f", seq)
end

-- Returns the seq, as a text.
local function append(now)
  local next_seq = string.format("%.0f", seq + 1)
  local count = string.format("%.0f", texts + (ARGV[7] == "text" and 1 or 0))
  local fields = { "seq", next_seq, "texts", count }
  if ARGV[1] ~= "" then
    local run = table.concat({ epoch, run_comes_after(), next_seq, count }, ":")
    fields[5], fields[6] = "spoke:" .. ARGV[1], run
  end
  redis.call("HSET", KEYS[1], unpack(fields))
  local id, at = next_seq .. "-0", string.format("%.0f", now)
  redis.call("XADD", KEYS[2], "MAXLEN", "~", ARGV[4], id, "at", at, "body", ARGV[2], "texts", count)
  redis.call("SET", KEYS[4], epoch .. ":" .. next_seq, "PX", ARGV[3])
  return next_seq
end

-- Drops what is too old, and never the entry of this seq.
local function trim(now, newest)
  local oldest, id = now - tonumber(ARGV[5]), newest .. "-0"
  local function is_too_old(entry)
    return entry[1] ~= id and tonumber(entry[2][2]) < oldest
  end
  if not is_too_old(first_entries(1)[1]) then
    return
  end
  local kept
  for _, entry in ipairs(first_entries(TRIM_AT_MOST)) do
    kept = entry[1]
    if not is_too_old(entry) then
      break
    end
  end
  redis.call("XTRIM", KEYS[2], "MINID", "=", kept)
end

-- Kept until the removal leaves the log; what it removed comes before it. Among the negative ones, which go by the text, it is
-- kept until that leaves the log.
local function note_removal(place)
  local first = string.match(first_entries(1)[1][1], "^%d+")
  redis.call("ZREMRANGEBYSCORE", KEYS[5], "(-" .. first, "(" .. first)
  redis.call("ZADD", KEYS[5], place, ARGV[8], "-" .. ARGV[8], "-" .. ARGV[8])
  redis.call("HINCRBY", KEYS[1], "removals", 1)
end

if not epoch then
  return { "not_found" }
end
if ARGV[1] ~= "" and redis.call("SISMEMBER", KEYS[3], ARGV[1]) == 0 then
  return { "forbidden" }
end
if ARGV[6] ~= "" then
  begin_epoch_of_successor()
end
local sent = redis.call("GET", KEYS[4])
local known = sent and answer_of_then(sent)
if known then
  return known
end

-- By the clock of Redis, so that no replica whose clock is wrong drops what is young.
local time = redis.call("TIME")
local now = time[1] * 1000 + math.floor(time[2] / 1000)

-- Whoever is muted may still remove what they said.
if muted > now and ARGV[7] ~= "remove" then
  return { "muted", string.format("%.0f", muted), string.format("%.0f", muted - now) }
elseif muted > 0 and muted <= now then
  redis.call("HDEL", KEYS[1], "muted:" .. ARGV[1])
end
local refused = ARGV[8] ~= "" and refusal_of_change()
if refused then
  return refused
end

local appended = append(now)
trim(now, appended)
if ARGV[7] == "remove" then
  note_removal(appended)
end
return { "appended", epoch, tonumber(appended) }
