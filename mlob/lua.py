"""Scripts that run inside Redis: each commits all of its writes or none.

Scripts do not roll back, so what could fail is checked before it is sent (see mlob/state.py).
"""

from __future__ import annotations

import hashlib

import msgspec

__all__ = ["APPEND", "COMMIT", "JOIN", "MARK", "PULL", "QUARANTINE", "SETTLE", "SWEEP", "Script", "script"]


class Script(msgspec.Struct, frozen=True):
    """A Lua script and the SHA-1 by which EVALSHA knows it."""

    text: str
    sha: str


def script(text: str) -> Script:
    """A script by its text."""
    return Script(text=text, sha=hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest())


APPEND = script("""
-- KEYS: facts, positions, last, seen, source, versions
-- ARGV: received (ms), frames, rejected, delay (ms), least delay (ms, '' for none),
--       entity whose version must be as expected ('' for none), that version (0: a new entity),
--       then per entry: stream (1 facts, 2 positions),
--       key to drop doubles by ('' for none), window (ms), payload
if ARGV[6] ~= '' then
  local held = redis.call('HGET', KEYS[6], ARGV[6])
  if held and held ~= ARGV[7] then return {'', -1} end
  redis.call('HSET', KEYS[6], ARGV[6], string.format('%d', tonumber(ARGV[7]) + 1))
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local last = redis.call('GET', KEYS[3])
local ms, seq = now, -1
if last then
  local m, s = string.match(last, '(%d+)-(%d+)')
  m = tonumber(m)
  if m >= now then ms, seq = m, tonumber(s) end
end
local fresh = 0
for i = 8, #ARGV, 4 do
  local key, window = ARGV[i + 1], tonumber(ARGV[i + 2])
  local new = true
  if key ~= '' then
    local seen = redis.call('ZSCORE', KEYS[4], key)
    new = not (seen and tonumber(seen) > now - window)
    if new then redis.call('ZADD', KEYS[4], now, key) end
  end
  if new then
    seq = seq + 1
    fresh = fresh + 1
    last = string.format('%d-%d', ms, seq)
    redis.call('XADD', KEYS[tonumber(ARGV[i])], last, 'o', ARGV[i + 3])
  end
end
if fresh > 0 then redis.call('SET', KEYS[3], last) end
redis.call('ZREMRANGEBYSCORE', KEYS[4], '-inf', now - 86400000)
if tonumber(ARGV[2]) > 0 then
  redis.call('HINCRBY', KEYS[5], 'accepted', ARGV[2])
  redis.call('HSET', KEYS[5], 'last', ARGV[1], 'delay', ARGV[4])
end
if ARGV[5] ~= '' then
  -- The least delay of this period of 10 minutes and of the one before: how far the clocks differ.
  local period = math.floor(tonumber(ARGV[1]) / 600000)
  local old = redis.call('HMGET', KEYS[5], 'period', 'least')
  local was, least = tonumber(old[1] or '-9'), tonumber(ARGV[5])
  if was == period then
    if least < tonumber(old[2]) then redis.call('HSET', KEYS[5], 'least', least) end
  elseif period > was then
    redis.call('HSET', KEYS[5], 'period', period, 'least', least)
    if was == period - 1 then
      redis.call('HSET', KEYS[5], 'least_before', old[2])
    else
      redis.call('HDEL', KEYS[5], 'least_before')
    end
  end
end
if tonumber(ARGV[3]) > 0 then redis.call('HINCRBY', KEYS[5], 'rejected', ARGV[3]) end
return {last or '0-0', fresh}
""")
"""Journal observations in one order over both streams, dropping what was journalled before.

With an entity whose version is not as expected nothing is journalled: somebody else was first."""

COMMIT = script("""
-- KEYS: cursor, entities, geo, deltas, timeline
-- ARGV: old cursor, new cursor, deltas kept, timeline lines kept, delta, puts, drops, places, lines,
--       then puts x (id, record), places x (lon, lat, id), drops x id, lines x (cursor, line)
if (redis.call('GET', KEYS[1]) or '0-0') ~= ARGV[1] then return 0 end
local i = 10
-- Many at a time, as the call costs more than the write; 3,000 is well below what unpack can hold.
local function all(command, key, amount)
  local stop = i + amount
  while i < stop do
    local last = math.min(i + 3000, stop)
    redis.call(command, key, unpack(ARGV, i, last - 1))
    i = last
  end
end
all('HSET', KEYS[2], 2 * ARGV[6])
all('GEOADD', KEYS[3], 3 * ARGV[8])
local dropped = i
all('HDEL', KEYS[2], ARGV[7])
i = dropped
all('ZREM', KEYS[3], ARGV[7])
for _ = 1, tonumber(ARGV[9]) do
  redis.call('XADD', KEYS[5], 'MAXLEN', '~', ARGV[4], ARGV[i], 'e', ARGV[i + 1])
  i = i + 2
end
redis.call('XADD', KEYS[4], 'MAXLEN', ARGV[3], ARGV[2], 'd', ARGV[5])
redis.call('SET', KEYS[1], ARGV[2])
return 1
""")
"""Commit entities, their places, the delta, the timeline and the cursor, or nothing when the cursor
is not the one the writer folded from (a second projector has been at work)."""

PULL = script("""
-- KEYS: cursor, entities, deltas, timeline; ARGV: cursor of the reader, deltas kept
local cursor = redis.call('GET', KEYS[1]) or '0-0'
local since = ARGV[1]
if since == cursor then return {cursor, {}, {}} end
local known = #redis.call('XRANGE', KEYS[3], since, since) > 0
-- nothing was trimmed yet: the deltas reach back to the start
if since == '0-0' then known = redis.call('XLEN', KEYS[3]) < tonumber(ARGV[2]) end
if not known then return {cursor} end
local ids, seen = {}, {}
for _, delta in ipairs(redis.call('XRANGE', KEYS[3], '(' .. since, '+')) do
  for _, id in ipairs(cjson.decode(delta[2][2])) do
    if not seen[id] then
      seen[id] = true
      ids[#ids + 1] = id
    end
  end
end
local changed = {}
for _, id in ipairs(ids) do
  changed[#changed + 1] = id
  changed[#changed + 1] = redis.call('HGET', KEYS[2], id)
end
return {cursor, changed, redis.call('XRANGE', KEYS[4], '(' .. since, '+')}
""")
"""What changed since a reader's cursor: the newest record of each changed entity (false: gone) and
the new timeline lines; only the cursor when the reader must start again from the whole state."""

QUARANTINE = script("""
-- KEYS: quarantine, its size; ARGV: limit (bytes), then per frame:
--       source, reason, received, sha256, length, bytes kept
local ids = {}
local size = tonumber(redis.call('GET', KEYS[2]) or '0')
for i = 2, #ARGV, 6 do
  ids[#ids + 1] = redis.call('XADD', KEYS[1], '*', 'source', ARGV[i], 'reason', ARGV[i + 1],
    'received_at', ARGV[i + 2], 'sha256', ARGV[i + 3], 'length', ARGV[i + 4], 'frame', ARGV[i + 5])
  size = size + #ARGV[i + 5] + 256
end
while size > tonumber(ARGV[1]) do
  local oldest = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 1)[1]
  if not oldest then break end
  size = size - #oldest[2][12] - 256
  redis.call('XDEL', KEYS[1], oldest[1])
end
redis.call('SET', KEYS[2], string.format('%d', size))
return ids
""")
"""Keep refused frames in a ring of bounded size."""

SETTLE = script("""
-- KEYS: quarantine, its size, log; ARGV: id, lines kept, act, why, actor, at
local found = redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1])[1]
if not found then return 0 end
local row = found[2]
redis.call('XDEL', KEYS[1], ARGV[1])
redis.call('DECRBY', KEYS[2], #row[12] + 256)
redis.call('XADD', KEYS[3], 'MAXLEN', '~', ARGV[2], '*', 'id', ARGV[1], row[1], row[2], row[3], row[4],
  row[5], row[6], row[7], row[8], row[9], row[10], 'act', ARGV[3], 'why', ARGV[4], 'actor', ARGV[5],
  'at', ARGV[6])
return 1
""")
"""Take a refused frame out of the ring and note what became of it."""

JOIN = script("""
-- KEYS: journal, cursor, archived, last
-- ARGV: a new name; then of the archive at hand, if any: its name and newest id, stream and newest id of each
local name = redis.call('GET', KEYS[1])
if name then return name end
name = ARGV[1]
if ARGV[2] and not redis.call('GET', KEYS[2]) then
  name = ARGV[2]
  for i = 4, #ARGV, 2 do redis.call('HSET', KEYS[3], ARGV[i], ARGV[i + 1]) end
  redis.call('SETNX', KEYS[4], ARGV[3])
end
redis.call('SET', KEYS[1], name)
return name
""")
"""Which journal this is. A store that never held a state goes on from the archive at hand, if any."""

MARK = script("""
-- KEYS: archived, cursor; ARGV: stream, id before the file's first, the file's last id, its bytes
local function order(id)
  local ms, seq = string.match(id, '(%d+)-(%d+)')
  return tonumber(ms), tonumber(seq)
end
if (redis.call('HGET', KEYS[1], ARGV[1]) or '0-0') ~= ARGV[2] then return 0 end
local ms, seq = order(redis.call('GET', KEYS[2]) or '0-0')
local last_ms, last_seq = order(ARGV[3])
if ms < last_ms or (ms == last_ms and seq < last_seq) then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
redis.call('HINCRBY', KEYS[1], ARGV[1] .. ':hours', 1)
redis.call('HINCRBY', KEYS[1], ARGV[1] .. ':bytes', ARGV[4])
return 1
""")
"""From here on readers find an hour in the archive. Nothing when its file does not follow on what was
archived before (another archive has been at work), or when the state does not hold all of it yet."""

SWEEP = script("""
-- KEYS: stream, archived; ARGV: name of the stream, time (ms) from which entries stay in any case
local ms, seq = string.match(redis.call('HGET', KEYS[2], ARGV[1]) or '0-0', '(%d+)-(%d+)')
local from = string.format('%d-%d', ms, seq + 1)
if tonumber(ARGV[2]) <= tonumber(ms) then from = ARGV[2] .. '-0' end
return redis.call('XTRIM', KEYS[1], 'MINID', from)
""")
"""Let go what is in the archive, and nothing that is not."""
