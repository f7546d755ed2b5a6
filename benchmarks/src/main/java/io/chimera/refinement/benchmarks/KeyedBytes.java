package io.chimera.refinement.benchmarks;

import io.chimera.refinement.local.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.CompressionType;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** The store that keyed state lives in: RocksDB, as Flink ships it, without Flink. */
final class KeyedBytes implements AutoCloseable {
  private final Options options;
  private final RocksDB store;

  KeyedBytes(Path directory) {
    RocksDB.loadLibrary();
    options = new Options().setCreateIfMissing(true);
    options.setCompressionType(CompressionType.NO_COMPRESSION);
    try {
      Files.createDirectories(directory);
      store = RocksDB.open(options, directory.toString());
    } catch (IOException | RocksDBException e) {
      options.close();
      throw new Failure("Cannot open a store in " + directory + ": " + Failure.reason(e), e);
    }
  }

  byte[] get(byte[] key) {
    try {
      return store.get(key);
    } catch (RocksDBException e) {
      throw new Failure("Cannot read the store: " + Failure.reason(e), e);
    }
  }

  void put(byte[] key, byte[] value) {
    try {
      store.put(key, value);
    } catch (RocksDBException e) {
      throw new Failure("Cannot write the store: " + Failure.reason(e), e);
    }
  }

  @Override
  public void close() {
    store.close();
    options.close();
  }
}
