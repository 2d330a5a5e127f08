/**
 * Image layers on channels-last buffers: pixels side by side, channels innermost, and around every
 * image a physical halo of zeros, so that convolution reads its padding instead of testing for it.
 * Steps are made once for one geometry, own their tables, and write the whole of their output, halo
 * included.
 */
package dev.vernier.engine.channelslast;
