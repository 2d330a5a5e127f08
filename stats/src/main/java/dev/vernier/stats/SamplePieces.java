package dev.vernier.stats;

/**
 * Takes one sample's values of one tensor as they are computed: pieces in any order, every value in
 * one of them. They count once this is closed.
 */
public interface SamplePieces extends RunConsumer, AutoCloseable {
  @Override
  void close();
}
