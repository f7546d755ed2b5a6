package io.chimera.refinement.operators.publish;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What the process that an operator runs in costs: reported by the first instance of a job's first
 * operator.
 */
public final class ProcessProbe {
  private static final double MEGABYTE = 1024.0 * 1024.0;

  private final OperatingSystemMXBean system;

  public ProcessProbe() {
    system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  }

  /** Sets {@code cpu_percent} (of all cores) and {@code memory_mb} (heap in use). */
  public void measure(SelfMeter meter) {
    double load = system == null ? -1 : system.getProcessCpuLoad();
    if (load >= 0) {
      meter.gauge("cpu_percent", load * 100);
    }
    long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    meter.gauge("memory_mb", used / MEGABYTE);
  }
}
