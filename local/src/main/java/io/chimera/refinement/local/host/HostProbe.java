package io.chimera.refinement.local.host;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;
import oshi.hardware.HWDiskStore;
import oshi.hardware.NetworkIF;

/**
 * Reads processors, memory, disks and network interfaces of this machine. Rates are means since the
 * reading before; the first reading of each only sets the mark. Not thread-safe.
 */
final class HostProbe {
  private static final double GIB = 1L << 30;
  private static final double MB = 1_000_000;
  private static final double MEGABIT = 1_000_000 / 8.0;

  private final CentralProcessor processor;
  private final GlobalMemory memory;
  private final List<HWDiskStore> disks;
  private final List<NetworkIF> networks;
  private final String hostName;
  private long[] ticks;
  private Mark disk;
  private Mark network;

  /** Two running totals in bytes, and when they were read. */
  private record Mark(long nanos, long in, long out) {
    double seconds(Mark later) {
      return Math.max(1e-3, (later.nanos - nanos) / 1e9);
    }

    /** Bytes per second in, 0 after a counter was reset. */
    double inRate(Mark later) {
      return Math.max(0, later.in - in) / seconds(later);
    }

    double outRate(Mark later) {
      return Math.max(0, later.out - out) / seconds(later);
    }
  }

  HostProbe() {
    SystemInfo system = new SystemInfo();
    this.processor = system.getHardware().getProcessor();
    this.memory = system.getHardware().getMemory();
    this.disks = new ArrayList<>(system.getHardware().getDiskStores());
    this.networks = new ArrayList<>(system.getHardware().getNetworkIFs());
    this.hostName = named(system.getOperatingSystem().getNetworkParams().getHostName());
    this.ticks = processor.getSystemCpuLoadTicks();
    this.disk = readDisks();
    this.network = readNetworks();
  }

  String hostName() {
    return hostName;
  }

  /** {@code cpu_percent} of all processors, and {@code load_1m} where the system knows it. */
  Map<String, Double> cpu() {
    long[] now = processor.getSystemCpuLoadTicks();
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("cpu_percent", finite(100 * processor.getSystemCpuLoadBetweenTicks(ticks)));
    ticks = now;
    double load = processor.getSystemLoadAverage(1)[0];
    if (load >= 0) {
      metrics.put("load_1m", load);
    }
    return metrics;
  }

  /** {@code memory_percent} and {@code memory_gb} in use. */
  Map<String, Double> memory() {
    double used = memory.getTotal() - memory.getAvailable();
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("memory_percent", finite(100 * used / memory.getTotal()));
    metrics.put("memory_gb", used / GIB);
    return metrics;
  }

  /** {@code disk_read_mb_s} and {@code disk_write_mb_s} over all disks. */
  Map<String, Double> disk() {
    Mark now = readDisks();
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("disk_read_mb_s", disk.inRate(now) / MB);
    metrics.put("disk_write_mb_s", disk.outRate(now) / MB);
    disk = now;
    return metrics;
  }

  /**
   * {@code net_in_mbps} and {@code net_out_mbps}, megabits per second over all interfaces but
   * loopback.
   */
  Map<String, Double> network() {
    Mark now = readNetworks();
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("net_in_mbps", network.inRate(now) / MEGABIT);
    metrics.put("net_out_mbps", network.outRate(now) / MEGABIT);
    network = now;
    return metrics;
  }

  private Mark readDisks() {
    disks.forEach(HWDiskStore::updateAttributes);
    return new Mark(
        System.nanoTime(),
        disks.stream().mapToLong(HWDiskStore::getReadBytes).sum(),
        disks.stream().mapToLong(HWDiskStore::getWriteBytes).sum());
  }

  private Mark readNetworks() {
    networks.forEach(NetworkIF::updateAttributes);
    return new Mark(
        System.nanoTime(),
        networks.stream().mapToLong(NetworkIF::getBytesRecv).sum(),
        networks.stream().mapToLong(NetworkIF::getBytesSent).sum());
  }

  private static double finite(double value) {
    return Double.isFinite(value) ? value : 0;
  }

  /** A host name that is a valid agent id. */
  private static String named(String name) {
    String clean = name == null ? "" : name.replaceAll("\\p{Cntrl}", "").strip();
    return clean.isEmpty() ? "this-host" : clean.substring(0, Math.min(128, clean.length()));
  }
}
