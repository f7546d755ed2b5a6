package io.chimera.refinement.local.world;

import io.chimera.refinement.local.Failure;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Waits for something that cannot call back: asks again and again until the answer is yes.
 *
 * @param limit how long to wait at most
 * @param pause time between two questions
 */
public record Patience(Duration limit, Duration pause) {

  public static Patience of(Duration limit) {
    return new Patience(limit, Duration.ofMillis(50));
  }

  /** Whether {@code condition} became true in time. An exception of the condition ends the wait. */
  public boolean awaits(Callable<Boolean> condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      while (!condition.call()) {
        if (System.nanoTime() >= deadline) {
          return false;
        }
        TimeUnit.NANOSECONDS.sleep(pause.toNanos());
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("Cannot go on waiting: interrupted; run the command again", e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new Failure("Cannot go on waiting: " + Failure.reason(e) + "; see the log", e);
    }
  }

  /** Waits until {@code condition} is true; {@code otherwise} is the sentence of the failure. */
  public void until(Callable<Boolean> condition, String otherwise) {
    if (!awaits(condition)) {
      throw new Failure(otherwise);
    }
  }
}
