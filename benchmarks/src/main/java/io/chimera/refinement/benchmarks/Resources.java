package io.chimera.refinement.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What the processes had used up at one moment.
 *
 * @param nanoTime the moment
 * @param flinkCpuNanos CPU time of this process: Flink with all of its threads, the compiler and the collector
 * @param brokerCpuNanos CPU time of the broker's process; to 10 ms
 * @param allocatedByThread bytes on the heap of this process by id of a living thread
 */
record Resources(long nanoTime, long flinkCpuNanos, long brokerCpuNanos, Map<Long, Long> allocatedByThread) {
  private static final OperatingSystemMXBean SYSTEM = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  static Resources now(Duration brokerCpu) {
    long[] ids = THREADS.getAllThreadIds();
    long[] bytes = THREADS.getThreadAllocatedBytes(ids);
    Map<Long, Long> allocated = new HashMap<>();
    for (int i = 0; i < ids.length; i++) {
      allocated.put(ids[i], Math.max(0, bytes[i]));
    }
    return new Resources(System.nanoTime(), SYSTEM.getProcessCpuTime(), brokerCpu.toNanos(), allocated);
  }

  /** Bytes allocated since {@code earlier} by the threads that live now; what a thread allocated that has ended since is left out. */
  long allocatedSince(Resources earlier) {
    long sum = 0;
    for (Map.Entry<Long, Long> thread : allocatedByThread.entrySet()) {
      sum += thread.getValue() - earlier.allocatedByThread.getOrDefault(thread.getKey(), 0L);
    }
    return sum;
  }

  /** Processes of the machine that ran or wanted to, averaged over the last minute. */
  static double load() {
    return SYSTEM.getSystemLoadAverage();
  }
}
