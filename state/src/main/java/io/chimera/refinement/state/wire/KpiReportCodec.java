package io.chimera.refinement.state.wire;

import io.chimera.refinement.state.event.Histogram;
import io.chimera.refinement.state.event.KpiReport;
import io.chimera.refinement.state.event.Origin;
import io.chimera.refinement.state.event.Sample;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** A flag byte, the identity, the samples, the origin, the payload, the headers. */
final class KpiReportCodec implements Codec<KpiReport> {
  private static final long serialVersionUID = 1;

  private static final int BEHIND = 1;
  private static final int SEQUENCE = 2;
  private static final int PAYLOAD = 4;
  private static final int HEADERS = 8;

  private static final byte NUMBER = 0;
  private static final byte OBSERVATIONS = 1;
  private static final byte HISTOGRAM = 2;

  /** Not for the constant, which any thread may use. */
  private final boolean cached;

  private transient StringCache names;

  KpiReportCodec() {
    this(false);
  }

  private KpiReportCodec(boolean cached) {
    this.cached = cached;
  }

  @Override
  public Codec<KpiReport> forOneThread() {
    return new KpiReportCodec(true);
  }

  private String readName(DataInput in) throws IOException {
    if (!cached) {
      return Wire.readString(in);
    }
    if (names == null) {
      names = new StringCache();
    }
    return names.read(in);
  }

  @Override
  public String name() {
    return "kpi-report";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public boolean immutable() {
    return true;
  }

  @Override
  public void write(KpiReport report, DataOutput out) throws IOException {
    out.writeByte(
        (report.behind() ? BEHIND : 0)
            | (report.hasSequence() ? SEQUENCE : 0)
            | (report.payload() != null ? PAYLOAD : 0)
            | (report.headers().isEmpty() ? 0 : HEADERS));
    out.writeLong(report.idHash());
    out.writeInt(report.bodyHash());
    out.writeLong(report.timestampMillis());
    if (report.hasSequence()) {
      Wire.writeVarLong(out, report.sequence());
    }
    Wire.writeString(out, report.system());
    Wire.writeString(out, report.component());
    Wire.writeString(out, report.agentId());
    Wire.writeString(out, report.reportId());
    Wire.writeString(out, report.labels());
    Wire.writeString(out, report.release());
    Wire.writeVarInt(out, report.samples().length);
    for (Sample sample : report.samples()) {
      writeSample(sample, out);
    }
    writeOrigin(report.origin(), out);
    if (report.payload() != null) {
      Wire.writeBytes(out, report.payload());
    }
    if (!report.headers().isEmpty()) {
      writeHeaders(report.headers(), out);
    }
  }

  @Override
  public KpiReport read(DataInput in, int version) throws IOException {
    int flags = in.readByte();
    long idHash = in.readLong();
    int bodyHash = in.readInt();
    long timestampMillis = in.readLong();
    long sequence = (flags & SEQUENCE) != 0 ? Wire.readVarLong(in) : KpiReport.NO_SEQUENCE;
    String system = readName(in);
    String component = readName(in);
    String agentId = readName(in);
    String reportId = Wire.readString(in);
    String labels = readName(in);
    String release = readName(in);
    Sample[] samples = new Sample[Wire.readVarInt(in)];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = readSample(in);
    }
    Origin origin = readOrigin(in);
    byte[] payload = (flags & PAYLOAD) != 0 ? Wire.readBytes(in) : null;
    return new KpiReport(
        system,
        component,
        agentId,
        reportId,
        timestampMillis,
        sequence,
        samples,
        labels,
        release,
        idHash,
        bodyHash,
        (flags & BEHIND) != 0,
        origin,
        payload,
        (flags & HEADERS) != 0 ? readHeaders(in) : Map.of());
  }

  private static void writeHeaders(Map<String, String> headers, DataOutput out) throws IOException {
    Wire.writeVarInt(out, headers.size());
    for (Map.Entry<String, String> header : headers.entrySet()) {
      Wire.writeString(out, header.getKey());
      Wire.writeString(out, header.getValue());
    }
  }

  private static Map<String, String> readHeaders(DataInput in) throws IOException {
    int size = Wire.readVarInt(in);
    Map<String, String> headers = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      headers.put(Wire.readString(in), Wire.readString(in));
    }
    return headers;
  }

  private static void writeSample(Sample sample, DataOutput out) throws IOException {
    Wire.writeString(out, sample.metric());
    if (sample.isHistogram()) {
      out.writeByte(HISTOGRAM);
      Histogram histogram = sample.histogram();
      Wire.writeVarLong(out, histogram.count());
      out.writeDouble(histogram.sum());
      out.writeDouble(histogram.min());
      out.writeDouble(histogram.max());
      Wire.writeDoubles(out, histogram.upperBounds(), histogram.upperBounds().length);
      Wire.writeLongs(out, histogram.counts());
    } else if (sample.isArray()) {
      out.writeByte(OBSERVATIONS);
      Wire.writeDoubles(out, sample.observations(), sample.observations().length);
    } else {
      out.writeByte(NUMBER);
      out.writeDouble(sample.value());
    }
  }

  private Sample readSample(DataInput in) throws IOException {
    String metric = readName(in);
    byte kind = in.readByte();
    return switch (kind) {
      case NUMBER -> Sample.of(metric, in.readDouble());
      case OBSERVATIONS -> Sample.of(metric, Wire.readDoubles(in));
      case HISTOGRAM ->
          Sample.of(
              metric,
              new Histogram(
                  Wire.readVarLong(in),
                  in.readDouble(),
                  in.readDouble(),
                  in.readDouble(),
                  Wire.readDoubles(in),
                  Wire.readLongs(in)));
      default ->
          throw new IOException(
              "Cannot read a sample: unknown kind "
                  + kind
                  + "; the data is corrupt or from a newer release");
    };
  }

  private static void writeOrigin(Origin origin, DataOutput out) throws IOException {
    Wire.writeString(out, origin.topic());
    Wire.writeVarInt(out, origin.partition());
    Wire.writeVarLong(out, origin.offset());
    Wire.writeVarInt(out, origin.index());
    out.writeLong(origin.appendMillis());
  }

  private Origin readOrigin(DataInput in) throws IOException {
    return new Origin(
        readName(in),
        Wire.readVarInt(in),
        Wire.readVarLong(in),
        Wire.readVarInt(in),
        in.readLong());
  }
}
