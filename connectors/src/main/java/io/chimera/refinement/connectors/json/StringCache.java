package io.chimera.refinement.connectors.json;

import java.util.function.Predicate;

/**
 * Strings that come again and again (systems, components, agents, labels), kept so that a known one
 * costs no allocation.
 *
 * <p>Direct-mapped: a string that falls on another's slot takes it over, so the cache is bounded
 * and never needs cleaning. Only strings that keep the rule are in it: a hit needs no check.
 */
final class StringCache {
  private static final int MAX_CACHED_CHARS = 128;

  private final String[] slots;
  private final Predicate<String> rule;

  /** {@code slots} must be a power of two. */
  StringCache(int slots, Predicate<String> rule) {
    this.slots = new String[slots];
    this.rule = rule;
  }

  /** The string of these characters, or null if it breaks the rule. */
  String get(char[] chars, int offset, int length) {
    if (length > MAX_CACHED_CHARS) {
      return ruled(new String(chars, offset, length));
    }
    int hash = 0;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + chars[i];
    }
    int slot = (hash ^ (hash >>> 15)) & (slots.length - 1);
    String known = slots[slot];
    if (known != null && known.hashCode() == hash && same(known, chars, offset, length)) {
      return known;
    }
    String fresh = ruled(new String(chars, offset, length));
    if (fresh != null) {
      slots[slot] = fresh;
    }
    return fresh;
  }

  private String ruled(String text) {
    return rule.test(text) ? text : null;
  }

  private static boolean same(String known, char[] chars, int offset, int length) {
    if (known.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (known.charAt(i) != chars[offset + i]) {
        return false;
      }
    }
    return true;
  }
}
