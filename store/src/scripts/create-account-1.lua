-- Gives a name to an account, once.
--
-- KEYS  1 account
-- ARGV  1 user id   2 name as it is shown   3 password hash
-- Returns 1, or 0 where the name is taken.

if redis.call("EXISTS", KEYS[1]) == 1 then
  return 0
end
redis.call("HSET", KEYS[1], "id", ARGV[1], "name", ARGV[2], "passwordHash", ARGV[3])
return 1
