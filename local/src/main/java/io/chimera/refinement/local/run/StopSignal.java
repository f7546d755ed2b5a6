package io.chimera.refinement.local.run;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether somebody asked the run to end: SIGINT or SIGTERM. The first asks for an orderly end, the
 * second ends the process at once with status 130.
 *
 * <p>A shutdown hook would not do: those of the broker and of Flink run at the same time and take
 * away what is still to be drained.
 */
public final class StopSignal {
  private static final Logger LOG = LoggerFactory.getLogger(StopSignal.class);
  private static final int ABORTED = 130;

  private final CountDownLatch asked = new CountDownLatch(1);

  /** Listens to the signals of this process. */
  public static StopSignal ofProcess() {
    StopSignal stop = new StopSignal();
    for (String name : List.of("INT", "TERM")) {
      stop.handle(name);
    }
    return stop;
  }

  /** Asks for the end, as a signal would. */
  void ask() {
    if (asked.getCount() == 0) {
      Runtime.getRuntime().halt(ABORTED);
    }
    asked.countDown();
  }

  boolean isAsked() {
    return asked.getCount() == 0;
  }

  /** Waits until the end is asked for, at most {@code limit}; whether it was. */
  public boolean await(Duration limit) {
    try {
      return asked.await(Math.max(0, limit.toMillis()), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /**
   * The signal classes are public, but naming them is a warning that cannot be silenced; hence by
   * name.
   */
  private void handle(String name) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler onSignal =
          (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) {
              ask();
            }
            return null;
          };
      Object listener =
          Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, onSignal);
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), listener);
    } catch (ReflectiveOperationException e) {
      LOG.warn(
          "Cannot listen to signal {}: {}; it ends the process without a summary",
          name,
          e.toString());
    }
  }
}
