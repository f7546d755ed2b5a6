package io.chimera.refinement.connectors.json;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.chimera.refinement.state.event.Reason;

/** Jackson's own guards with the contract's limits, which say by name what was exceeded. */
final class ReadLimits extends StreamReadConstraints {

  ReadLimits(Limits limits) {
    super(
        limits.maxDepth(),
        Long.MAX_VALUE,
        limits.maxNumberChars(),
        limits.maxStringChars(),
        limits.maxStringChars(),
        Long.MAX_VALUE);
  }

  @Override
  public void validateNestingDepth(int depth) throws StreamConstraintsException {
    if (depth > getMaxNestingDepth()) {
      throw new Broken(
          Reason.TOO_DEEP, "nesting must be at most " + getMaxNestingDepth() + " deep, was deeper");
    }
  }

  @Override
  public void validateStringLength(int length) throws StreamConstraintsException {
    longest("a string", length, getMaxStringLength());
  }

  @Override
  public void validateNameLength(int length) throws StreamConstraintsException {
    longest("a field name", length, getMaxNameLength());
  }

  @Override
  public void validateIntegerLength(int length) throws StreamConstraintsException {
    longest("a number", length, getMaxNumberLength());
  }

  @Override
  public void validateFPLength(int length) throws StreamConstraintsException {
    longest("a number", length, getMaxNumberLength());
  }

  private static void longest(String what, int length, int limit) throws Broken {
    if (length > limit) {
      throw new Broken(
          Reason.OUT_OF_RANGE, what + " must have at most " + limit + " characters, has more");
    }
  }

  /** A limit was exceeded. */
  static final class Broken extends StreamConstraintsException {
    private final transient Refused refused;

    Broken(Reason reason, String detail) {
      super(detail);
      this.refused = new Refused(reason, detail);
    }

    Refused refused() {
      return refused;
    }
  }
}
