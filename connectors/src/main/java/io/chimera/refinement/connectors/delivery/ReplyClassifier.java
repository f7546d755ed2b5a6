package io.chimera.refinement.connectors.delivery;

/** Decides what an answer of a subscriber means for the advice. Pure. */
final class ReplyClassifier {
  private ReplyClassifier() {}

  /** What is to be done. */
  enum Action {
    /** It is delivered. */
    DONE,
    /** The subscriber may take it later. */
    RETRY,
    /** The subscriber would refuse the same request again. */
    REFUSED
  }

  /**
   * 2xx is an acknowledgement. No answer, 408, 425, 429 and 5xx pass; a redirect is not followed,
   * since it could lead a signed body elsewhere.
   */
  static Action classify(int status) {
    if (status >= 200 && status < 300) {
      return Action.DONE;
    }
    return switch (status) {
      case 0, 408, 425, 429 -> Action.RETRY;
      default -> status >= 300 && status < 500 ? Action.REFUSED : Action.RETRY;
    };
  }
}
