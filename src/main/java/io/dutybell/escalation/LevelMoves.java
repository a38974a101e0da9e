package io.dutybell.escalation;

import java.util.List;
import java.util.Set;

/**
 * Where the levels of an escalation policy are after it was edited, so that an escalation that is
 * under way passes over nobody and tells nobody twice. Pure.
 *
 * <p>A level is known by its targets. Levels that were neither kept nor moved are taken to be
 * changed in place where something stands in their place, and else to be gone: then the level
 * before them is the last one that was told.
 */
public final class LevelMoves {

  private final int[] moved;

  private LevelMoves(int[] moved) {
    this.moved = moved;
  }

  /**
   * Compares a policy's rules.
   *
   * @param before the rules before the edit
   * @param after the rules after it
   */
  public static LevelMoves of(List<EscalationRule> before, List<EscalationRule> after) {
    int[][] common = common(before, after);
    int[] moved = new int[before.size() + 1];
    int lastBefore = 0;
    int lastAfter = 0;
    int i = 0;
    int j = 0;
    while (i < before.size() && j < after.size()) {
      if (isSame(before.get(i), after.get(j))) {
        changedInPlace(moved, lastBefore, i, lastAfter, j);
        i++;
        j++;
        moved[i] = j;
        lastBefore = i;
        lastAfter = j;
      } else if (common[i + 1][j] >= common[i][j + 1]) {
        i++;
      } else {
        j++;
      }
    }
    changedInPlace(moved, lastBefore, before.size(), lastAfter, after.size());
    return new LevelMoves(moved);
  }

  /**
   * The level that it is now.
   *
   * @param level a level before the edit; 0 for none, which stays
   */
  public int of(int level) {
    return level < moved.length ? moved[level] : level;
  }

  /** Whether every level is where it was. */
  public boolean isNone() {
    for (int level = 0; level < moved.length; level++) {
      if (moved[level] != level) {
        return false;
      }
    }
    return true;
  }

  /** The levels between two that were kept: one for one, as far as there are as many. */
  private static void changedInPlace(
      int[] moved, int fromBefore, int toBefore, int fromAfter, int toAfter) {
    for (int level = fromBefore + 1; level <= toBefore; level++) {
      moved[level] = Math.min(fromAfter + level - fromBefore, toAfter);
    }
  }

  /** How many levels the rest of both lists have in common, in order. */
  private static int[][] common(List<EscalationRule> before, List<EscalationRule> after) {
    int[][] common = new int[before.size() + 1][after.size() + 1];
    for (int i = before.size() - 1; i >= 0; i--) {
      for (int j = after.size() - 1; j >= 0; j--) {
        common[i][j] =
            isSame(before.get(i), after.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }

  private static boolean isSame(EscalationRule one, EscalationRule other) {
    return Set.copyOf(one.userIds()).equals(Set.copyOf(other.userIds()))
        && Set.copyOf(one.scheduleIds()).equals(Set.copyOf(other.scheduleIds()));
  }
}
