package io.chimera.refinement.local;

import java.net.ConnectException;

/**
 * Something that was tried and did not work, told in one sentence: {@code Cannot <verb> <thing>:
 * <cause>; <next step>}. Ends a command with exit status 1.
 */
public class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Failure(String message) {
    super(message);
  }

  public Failure(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * The innermost message of {@code cause}, or its type when it has none: the part a person can act
   * on.
   */
  public static String reason(Throwable cause) {
    Throwable innermost = cause;
    if (cause instanceof ConnectException) {
      // What is inside of it speaks of a channel.
      return "connection refused";
    }
    while (innermost.getCause() != null && innermost.getCause() != innermost) {
      innermost = innermost.getCause();
    }
    String message = innermost.getMessage();
    String name = innermost.getClass().getSimpleName();
    return message == null || message.isBlank()
        ? name
        : message.strip().lines().findFirst().orElse(name);
  }
}
