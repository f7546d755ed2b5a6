package io.chimera.refinement.benchmarks;

import io.chimera.refinement.local.Failure;
import io.chimera.refinement.state.optimise.Bandit;
import io.chimera.refinement.state.optimise.BanditSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.SplittableRandom;

/** Decisions of a bandit in worlds whose best action is known. */
final class DecisionTrials {
  /** Six actions, thirty-two features: the size that requirements speak of. */
  static final int ACTIONS = 6;

  static final int FEATURES = 32;

  private static final int COMPONENTS = 10;
  private static final int ROLLING = 200;
  private static final double ENOUGH = 0.95;

  private DecisionTrials() {}

  /**
   * One world of five actions that succeed now and then, asked by ten components in turn.
   *
   * @param shareAtEnd how often the best action was taken in the last tenth
   * @param pulls decisions after which it was taken in 95 % of the last 200 for good; all if never
   * @param means mean chance of success of the actions taken, per tenth of the decisions
   * @param best whether the best action has the largest probability at the end
   */
  record Run(double shareAtEnd, int pulls, double[] means, boolean best) {}

  static Run converge(int decisions, double gap, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] chances = {0.2, 0.3, 0.4, 0.5, 0.5 + gap};
    int top = random.nextInt(chances.length);
    chances[4] = chances[top];
    chances[top] = 0.5 + gap;
    Bandit bandit = new Bandit(chances.length, 0, seed, "bench", BanditSettings.SMALL);
    Deque<Boolean> last = new ArrayDeque<>();
    int hits = 0;
    int atEnd = 0;
    int pulls = 0;
    double[] means = new double[10];
    double[] pmf = new double[chances.length];
    for (int t = 0; t < decisions; t++) {
      String id = "d" + t;
      Bandit.Draw draw = bandit.decide(id, "c" + t % COMPONENTS, null, null);
      pmf = draw.pmf();
      boolean hit = draw.action() == top;
      last.addLast(hit);
      hits += hit ? 1 : 0;
      if (last.size() > ROLLING && last.removeFirst()) {
        hits--;
      }
      if (last.size() < ROLLING || hits < ENOUGH * ROLLING) {
        pulls = t + 1;
      }
      atEnd += hit && t >= decisions * 9 / 10 ? 1 : 0;
      means[(int) (10L * t / decisions)] += chances[draw.action()] / (decisions / 10.0);
      bandit.reward(id, random.nextDouble() < chances[draw.action()] ? 1 : 0);
    }
    int likeliest = 0;
    for (int a = 1; a < pmf.length; a++) {
      likeliest = pmf[a] > pmf[likeliest] ? a : likeliest;
    }
    return new Run(atEnd / (decisions / 10.0), pulls, means, likeliest == top);
  }

  /** A bandit of the full size that has learned for a while and waits for fifty rewards. */
  static Bandit grown(long seed) {
    Bandit bandit = fresh();
    SplittableRandom random = new SplittableRandom(seed);
    for (int t = 0; t < 300; t++) {
      Bandit.Draw draw = bandit.decide("d" + t, null, context(random), null);
      if (t < 250) {
        bandit.reward("d" + t, draw.action() == 2 ? 0.7 : 0.3);
      }
    }
    return bandit;
  }

  private static Bandit fresh() {
    return new Bandit(ACTIONS, FEATURES, 1, "bench", BanditSettings.SMALL);
  }

  private static double[] context(SplittableRandom random) {
    double[] context = new double[FEATURES];
    Arrays.setAll(context, i -> random.nextDouble() - 0.5);
    return context;
  }

  static byte[] bytes(Bandit bandit) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
      bandit.snapshot(new DataOutputStream(bytes));
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new Failure("Cannot write a bandit: " + Failure.reason(e), e);
    }
  }

  private static Bandit of(byte[] bytes) {
    Bandit bandit = fresh();
    restore(bandit, bytes);
    return bandit;
  }

  static void restore(Bandit bandit, byte[] bytes) {
    try {
      bandit.restore(new DataInputStream(new ByteArrayInputStream(bytes)));
    } catch (IOException e) {
      throw new Failure("Cannot read a bandit: " + Failure.reason(e), e);
    }
  }

  /**
   * Times of decisions and of learning for components whose state is in RocksDB: each reads,
   * decodes, decides or learns, encodes and writes, as a keyed operator does. After as many again
   * to warm up.
   *
   * @param decisions milliseconds each
   * @param decisionsCpu the same in CPU time, which neighbours on the machine disturb less
   * @param updates milliseconds each
   */
  record Times(double[] decisions, double[] decisionsCpu, double[] updates) {}

  static Times inStore(Path directory, int components, int rounds) {
    byte[] state = bytes(grown(1));
    SplittableRandom random = new SplittableRandom(2);
    double[] decisions = new double[rounds];
    double[] cpu = new double[rounds];
    double[] updates = new double[rounds];
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    try (KeyedBytes store = new KeyedBytes(directory)) {
      for (int c = 0; c < components; c++) {
        store.put(key(c), state);
      }
      for (int t = -rounds; t < rounds; t++) {
        byte[] key = key(random.nextInt(components));
        double[] context = context(random);
        String id = "n" + (t + rounds);
        long cpuBegan = threads.getCurrentThreadCpuTime();
        long began = System.nanoTime();
        Bandit bandit = of(store.get(key));
        Bandit.Draw draw = bandit.decide(id, null, context, null);
        store.put(key, bytes(bandit));
        long decided = System.nanoTime();
        long cpuDecided = threads.getCurrentThreadCpuTime();
        bandit = of(store.get(key));
        bandit.reward(id, draw.action() == 2 ? 0.7 : 0.3);
        store.put(key, bytes(bandit));
        if (t >= 0) {
          decisions[t] = (decided - began) / 1e6;
          cpu[t] = (cpuDecided - cpuBegan) / 1e6;
          updates[t] = (System.nanoTime() - decided) / 1e6;
        }
      }
    }
    return new Times(decisions, cpu, updates);
  }

  private static byte[] key(int component) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(component).array();
  }
}
