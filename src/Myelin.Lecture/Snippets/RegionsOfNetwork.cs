using Myelin.Activations;
using Myelin.Analysis;
using Myelin.Layers;
using Myelin.Tensors;

namespace Myelin.Lecture.Snippets;

internal static class RegionsOfNetwork
{
    internal static double[] Run()
    {
        var weight = new Tensor(new Shape(2, 2), 1, 1, 1, 1);
        var bias = new Tensor(new Shape(2), -0.5f, -1.5f);
        var layer = new Linear(weight, bias, Activation.Parse("step"));
        var regions = PolyhedralRegions.InWindow(new Sequential(layer), -1, 2, -1, 2);
        long most = PolyhedralRegions.MostRegions(hyperplanes: 2, dimensions: 2);
        return [most, .. regions.Select(region => region.Area)];
    }
}
