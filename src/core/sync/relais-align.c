/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "relais-sync"

#include "relais-align.h"

#include <git2.h>

/* What one side did: base[start, end) became side[side_start, side_end). */
typedef struct {
  RelaisRange base;
  RelaisRange side;
} Change;

/* A side's changes, and how far the sweep has come in them. */
typedef struct {
  GArray *changes;  /* owned; element-type Change, in order, with something unchanged between two */
  guint   next;
  int     shift;    /* side's position minus base's, behind the changes passed */
} Side;

static const RelaisToken *
get_token (GArray *tokens,
           guint   i)
{
  return &g_array_index (tokens, RelaisToken, i);
}

/* One token a line, by its number: libgit2 compares lines. */
static GString *
write_lines (GArray *tokens)
{
  GString *lines = g_string_sized_new (tokens->len * 6 + 1);

  for (guint i = 0; i < tokens->len; i++)
    g_string_append_printf (lines, "%u\n", get_token (tokens, i)->number);

  return lines;
}

/* A hunk of unified diff counts from 1; an empty side names the line before it. */
static RelaisRange
read_range (int start,
            int lines)
{
  guint first = lines ? start - 1 : start;

  return (RelaisRange) { first, first + lines };
}

static int
add_hunk_cb (const git_diff_delta *delta,
             const git_diff_hunk  *hunk,
             void                 *data)
{
  GArray *changes = data;
  Change change = { read_range (hunk->old_start, hunk->old_lines), read_range (hunk->new_start, hunk->new_lines) };

  g_array_append_val (changes, change);

  return 0;
}

static gboolean
find_changes (GArray *base,
              GArray *side,
              GArray *changes)
{
  g_autoptr (GString) old_lines = write_lines (base);
  g_autoptr (GString) new_lines = write_lines (side);
  git_diff_options options = GIT_DIFF_OPTIONS_INIT;

  if (base->len == 0 || side->len == 0)
    {
      Change all = { { 0, base->len }, { 0, side->len } };

      if (base->len || side->len)
        g_array_append_val (changes, all);
      return TRUE;
    }

  options.context_lines = 0;
  options.interhunk_lines = 0;
  options.flags = GIT_DIFF_FORCE_TEXT;

  return git_diff_buffers (old_lines->str, old_lines->len, NULL, new_lines->str, new_lines->len, NULL, &options,
                           NULL, NULL, add_hunk_cb, NULL, changes) == 0;
}

static const Change *
get_next (const Side *side)
{
  return side->next < side->changes->len ? &g_array_index (side->changes, Change, side->next) : NULL;
}

static gboolean
is_only_spaces (GArray *tokens,
                guint   start,
                guint   end)
{
  for (guint i = start; i < end; i++)
    if (get_token (tokens, i)->type != RELAIS_TOKEN_SPACE)
      return FALSE;

  return TRUE;
}

static gboolean
touches (GArray      *base,
         RelaisRange  region,
         RelaisRange  change,
         gboolean     strict)
{
  if (change.start < region.end)
    return TRUE;
  if (strict)
    return is_only_spaces (base, region.end, change.start);

  return change.start == region.end && region.start == region.end && change.start == change.end;
}

/* Takes the side's next change into the region when it touches it. */
static gboolean
take_touching (GArray      *base,
               RelaisRange *region,
               Side        *side,
               gboolean     strict)
{
  const Change *change = get_next (side);

  if (!change || !touches (base, *region, change->base, strict))
    return FALSE;
  region->end = MAX (region->end, change->base.end);
  side->shift = (int) change->side.end - (int) change->base.end;
  side->next++;

  return TRUE;
}

static gboolean
is_same (GArray      *a,
         RelaisRange  in_a,
         GArray      *b,
         RelaisRange  in_b)
{
  if (in_a.end - in_a.start != in_b.end - in_b.start)
    return FALSE;
  for (guint i = 0; i < in_a.end - in_a.start; i++)
    if (get_token (a, in_a.start + i)->number != get_token (b, in_b.start + i)->number)
      return FALSE;

  return TRUE;
}

/* The first change that is not passed yet; an insertion comes before what it is inserted before. */
static RelaisRange
find_first (const Side *mine,
            const Side *theirs)
{
  const Change *a = get_next (mine);
  const Change *b = get_next (theirs);

  if (!a || (b && (b->base.start < a->base.start || (b->base.start == a->base.start && b->base.end < a->base.end))))
    return b->base;

  return a->base;
}

static void
add_stable (GArray     *regions,
            guint       start,
            guint       end,
            const Side *mine,
            const Side *theirs)
{
  RelaisRegion region = {
    RELAIS_REGION_STABLE, { start, end }, { start + mine->shift, end + mine->shift },
    { start + theirs->shift, end + theirs->shift }
  };

  if (start < end)
    g_array_append_val (regions, region);
}

/* Everything that hangs together from the next change on. Returns where it ends in the base. */
static guint
add_changed (GArray   *regions,
             GArray   *tokens[3],
             Side     *mine,
             Side     *theirs,
             gboolean  strict)
{
  RelaisRange base = find_first (mine, theirs);
  RelaisRegion region = { RELAIS_REGION_BOTH };
  int shifts[2] = { mine->shift, theirs->shift };
  guint firsts[2] = { mine->next, theirs->next };
  RelaisRange seed = base;

  /* The seed is itself one of the next changes: take it first, so that a region never grows around nothing. */
  if (get_next (mine) && get_next (mine)->base.start == seed.start && get_next (mine)->base.end == seed.end)
    mine->shift = (int) get_next (mine)->side.end - (int) seed.end, mine->next++;
  else
    theirs->shift = (int) get_next (theirs)->side.end - (int) seed.end, theirs->next++;
  while (take_touching (tokens[0], &base, mine, strict) || take_touching (tokens[0], &base, theirs, strict))
    ;

  region.base = base;
  region.mine = (RelaisRange) { base.start + shifts[0], base.end + mine->shift };
  region.theirs = (RelaisRange) { base.start + shifts[1], base.end + theirs->shift };
  if (theirs->next == firsts[1])
    region.type = RELAIS_REGION_MINE;
  else if (mine->next == firsts[0])
    region.type = RELAIS_REGION_THEIRS;
  else if (is_same (tokens[1], region.mine, tokens[2], region.theirs))
    region.type = RELAIS_REGION_SAME;
  g_array_append_val (regions, region);

  return base.end;
}

GArray *
relais_align (GArray   *base,
              GArray   *mine,
              GArray   *theirs,
              gboolean  strict)
{
  g_autoptr (GArray) mine_changes = g_array_new (FALSE, FALSE, sizeof (Change));
  g_autoptr (GArray) theirs_changes = g_array_new (FALSE, FALSE, sizeof (Change));
  g_autoptr (GArray) regions = g_array_new (FALSE, FALSE, sizeof (RelaisRegion));
  GArray *tokens[3] = { base, mine, theirs };
  Side a = { mine_changes };
  Side b = { theirs_changes };
  guint position = 0;

  if (!find_changes (base, mine, mine_changes) || !find_changes (base, theirs, theirs_changes))
    return NULL;

  while (get_next (&a) || get_next (&b))
    {
      add_stable (regions, position, find_first (&a, &b).start, &a, &b);
      position = add_changed (regions, tokens, &a, &b, strict);
    }
  add_stable (regions, position, base->len, &a, &b);

  return g_steal_pointer (&regions);
}
