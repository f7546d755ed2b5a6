package io.chimera.refinement.connectors.delivery;

/**
 * What a subscriber answered.
 *
 * @param status HTTP status; 0 when there was no answer
 * @param message what it or the network said, in brief
 * @param retryAfter the header of that name, or null
 */
record Reply(int status, String message, String retryAfter) {
  static Reply none(String message) {
    return new Reply(0, message, null);
  }

  /** For a dead letter's detail. */
  String sentence() {
    return message.isEmpty() ? outcome() : outcome() + ", " + message;
  }

  /** For a log: an answer may quote the recommendation, or a secret. */
  String outcome() {
    return status == 0 ? "no answer" : "status " + status;
  }
}
