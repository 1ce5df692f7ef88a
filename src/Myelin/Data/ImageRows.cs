using Myelin.Tensors;

namespace Myelin.Data;

/// <summary>The images of one file as it holds them.</summary>
/// <param name="Path">The file.</param>
/// <param name="Shape">One image's channels, height and width.</param>
/// <param name="Pixels">The images' bytes, image by image, each channel by channel and row by row.</param>
/// <param name="Labels">A label for each image, or <see langword="null"/>.</param>
/// <param name="ClassCount">The number of classes that the labels stand for; 0 without labels.</param>
internal sealed record ImageRows(string Path, Shape Shape, byte[] Pixels, byte[]? Labels, int ClassCount);
