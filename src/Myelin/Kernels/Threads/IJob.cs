namespace Myelin.Kernels;

/// <summary>Work cut into numbered parts that may run in any order and at the same time.</summary>
internal interface IJob
{
    void Run(int part);
}
