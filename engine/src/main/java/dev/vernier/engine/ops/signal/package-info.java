/** Fourier transforms, windows and filter banks of signals. */
package dev.vernier.engine.ops.signal;
